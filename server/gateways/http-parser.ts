import { setFlagsFromString } from 'node:v8'

/**
 * Keeps V8 from optimising the parser behind `fetch` until some five hundred answers have gone through it, where it
 * else begins at the fifth or so: it is WebAssembly, one function of it takes a tenth of a second of a processor, and a
 * cold start has only part of one. Before the first `fetch`; a V8 without that flag prints a line and goes on.
 * What it saves: docs/decisions/0011-cold-start.md
 */
export function postponeParserTuning(): void {
  setFlagsFromString('--wasm-tiering-budget=1000000000')
}
