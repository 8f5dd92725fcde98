declare module 'virtual:settings' {
  const settings: import('./settings.ts').BuiltSettings
  export default settings
}
