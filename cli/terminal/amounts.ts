/** `1 minute`, `2 minutes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** A time to the minute. @param at Unix seconds, or as a service writes it */
export function timeOf(at: number | string): string {
  const time = new Date(typeof at === 'number' ? at * 1000 : at)
  if (Number.isNaN(time.getTime())) return 'an unknown time'
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
