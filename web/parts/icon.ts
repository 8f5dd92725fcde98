const shapes = {
  check: 'M4 10.5l4 4 8-9',
  clock: 'M10 5v5l3.5 2M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16',
  warning: 'M10 3L1.8 17h16.4zM10 8.5v4M10 14.7v.1',
  pause: 'M7 4v12M13 4v12',
  ended: 'M5 5l10 10M15 5L5 15',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  mail: 'M2.5 5h15v11h-15zM3 5.5l7 6 7-6',
}
export type IconName = keyof typeof shapes

/** One of our few line drawings. Words beside it say the same, so screen readers skip it. */
export function icon(name: IconName): SVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const drawing = document.createElementNS(space, 'svg')
  const path = document.createElementNS(space, 'path')
  for (const [key, value] of [
    ['viewBox', '0 0 20 20'],
    ['aria-hidden', 'true'],
    ['class', 'icon'],
  ] as const) {
    drawing.setAttribute(key, value)
  }
  path.setAttribute('d', shapes[name])
  drawing.append(path)
  return drawing
}
