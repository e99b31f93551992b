import { networkInterfaces } from 'node:os';

const lookEveryMs = 2_000;

/** Tells when this machine's addresses change: a cable, a Wi-Fi or a VPN came or went. Returns the function that stops it. */
export function watchNetwork(changed: () => void): () => void {
  let before = addresses();
  const timer = setInterval(() => {
    const now = addresses();
    if (now === before) return;
    before = now;
    changed();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

function addresses(): string {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address)
    .sort()
    .join(' ');
}
