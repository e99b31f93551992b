/** Headers that prove who asks: no policy compares them, and nobody is asked to say them. */
export const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'pi-authorization',
  'proxy-authorization',
  'cookie',
]);
