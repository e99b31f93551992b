/** The names the server's certificate is good for: this machine's own, and the one it listens on. */
export function servedNames(host: string): readonly string[] {
  const own = ['localhost', '127.0.0.1', '::1'];
  return wildcard(host) || own.includes(host) ? own : [...own, host];
}

/** The address to give to others: a wildcard is none, so this machine's own name stands in. */
export function serverUrl(host: string, port: number): string {
  const shown = wildcard(host) ? 'localhost' : host;
  return `https://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

function wildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
