/** The page that `page` and `per_page` ask for; at most a hundred at once. */
export function pageOf<T>(entries: readonly T[], query: URLSearchParams): T[] {
  const page = Math.max(1, Number(query.get('page') ?? 1))
  const size = Math.min(100, Math.max(1, Number(query.get('per_page') ?? 100)))
  return entries.slice((page - 1) * size, page * size)
}
