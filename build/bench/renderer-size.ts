import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { appFolder, mapsFolder } from '../bundle.ts';
import type { Measurement } from '../measurement.ts';

/** The part of Vite's manifest that says which file brings which others with it. */
type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>;

const limitKb = 180;

/** How much JavaScript the window fetches before it can show anything, as gzip would carry it. */
export async function benchRendererSize(): Promise<Measurement> {
  const manifest: Manifest = JSON.parse(readFileSync(`${mapsFolder}/renderer/.vite/manifest.json`, 'utf8'));
  const files = new Set<string>();
  const fetch = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const other of chunk.imports ?? []) fetch(other);
  };
  fetch('index.html');
  const bytes = [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(`${appFolder}/renderer/${file}`), { level: 9 }).length, 0);
  const value = bytes / 1000;
  return {
    name: "renderer's first load",
    value,
    unit: 'kB',
    target: `<= ${limitKb}`,
    against: `gzip of the ${files.size} scripts that index.html brings`,
    met: files.size > 0 && value <= limitKb,
  };
}
