/** The digits of any keyboard as those that a program reads. */
export function latinDigits(value: string): string {
  return value
    .normalize('NFKC')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
}
