export * from './wire/find-route.ts'
