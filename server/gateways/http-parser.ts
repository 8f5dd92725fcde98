import { setFlagsFromString } from 'node:v8'

/**
 * Makes V8 wait before optimizing the parser behind `fetch`, to be called before the first `fetch`. The parser is
 * WebAssembly, and V8 would optimize its largest function after some seven answers, in the middle of a cold start, at
 * the price of half of what the start costs without; so it comes after 77 times as many. A V8 that knows no such flag
 * prints a line and continues: docs/decisions/0011-cold-start.md
 */
export function postponeParserTuning(): void {
  setFlagsFromString('--wasm-tiering-budget=1000000000')
}
