/** Waits for all of them, so that each has stopped what it started; then fails as the first of them that failed. */
export async function settled<const Works extends readonly unknown[]>(
  works: Works,
): Promise<{ -readonly [Index in keyof Works]: Awaited<Works[Index]> }> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}
