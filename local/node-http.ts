export * from './wire/node-http.ts'
