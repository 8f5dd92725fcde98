/** Unix seconds to ISO 8601. */
export function toIso(seconds: number): string
export function toIso(seconds: number | null): string | null
export function toIso(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString()
}
