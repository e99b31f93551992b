import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { appFolder, mapsFolder } from '../bundle.ts';
import type { Measurement } from '../measurement.ts';

/** The part of Vite's manifest that says which file brings which others with it. */
type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>;

const limitKb = 180;

/** What the window shows first: the set-up on a new station, then the sign-in, then the desk. German is fetched beside. */
const firstScreens = ['set-up/set-up.tsx', 'sign-in/sign-in.tsx', 'desk/desk.tsx'];
const language = 'i18n/de/first.ts';

/** How much JavaScript the window fetches until its first screen is there, as gzip would carry it; the larger of the two. */
export async function benchRendererSize(): Promise<Measurement> {
  const manifest: Manifest = JSON.parse(readFileSync(`${mapsFolder}/renderer/.vite/manifest.json`, 'utf8'));
  const sizes = firstScreens.map((screen) => scriptBytes(manifest, ['index.html', screen, language]));
  const value = Math.max(...sizes) / 1000;
  return {
    name: "renderer's first load",
    value,
    unit: 'kB',
    target: `<= ${limitKb}`,
    against: 'gzip of the scripts of the entry, the first screen and the German texts',
    met: value <= limitKb,
  };
}

function scriptBytes(manifest: Manifest, entries: readonly string[]): number {
  const files = new Set<string>();
  const fetch = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`the bundle has no ${name}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const other of chunk.imports ?? []) fetch(other);
  };
  for (const entry of entries) fetch(entry);
  return [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(`${appFolder}/renderer/${file}`), { level: 9 }).length, 0);
}
