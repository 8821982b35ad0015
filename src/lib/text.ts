/** Amounts and moments in words, and text cut to length. Knows no markup. */

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1536` → `1.5 KiB`. Three digits at most, so that it fits a phone. */
export function bytesInWords(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1024 && unit < binaryUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, "")} ${binaryUnits[unit]}`;
}

const steps = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1000, name: "s" },
] as const;

/** `5_460_000` → `1 h 31 min`: the two largest units, rounded down; under a second is `0 s`. */
export function durationInWords(ms: number): string {
  let rest = Math.max(0, ms);
  const parts: string[] = [];
  for (const { ms: size, name } of steps) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0 s";
}

/** How long somebody should wait, rounded up so that nobody comes too early: `4_100` → `5 s`, `310_000` → `6 min`. */
export function waitInWords(ms: number): string {
  if (ms <= 60_000) return `${Math.max(1, Math.ceil(ms / 1000))} s`;
  if (ms <= 3_600_000) return `${Math.ceil(ms / 60_000)} min`;
  return durationInWords(Math.ceil(ms / 60_000) * 60_000);
}

/** The first `max` UTF-16 units of `text`, marked with `…` when something was cut; never half a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${sliceUnits(text, max - 1)}…`;
}

/** The first `max` UTF-16 units of `text`, less one rather than half a surrogate pair. */
export function sliceUnits(text: string, max: number): string {
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd8_00 && last <= 0xdb_ff ? max - 1 : max);
}

/** `["a", "b", "c"]` → `a, b or c`. */
export function listInWords(items: readonly string[], word: "and" | "or"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}
