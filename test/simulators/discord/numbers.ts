/** Discord's enums as plain numbers: what comes over the wire has no enum type to compare with. */

export type Numbers<E> = { readonly [Name in keyof E]: number };

export function numbers<E extends Readonly<Record<string, string | number>>>(names: E): Numbers<E> {
  return names as unknown as Numbers<E>;
}
