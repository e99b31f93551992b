import { fileURLToPath } from 'node:url';

/** The project's own folder, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

/** What the set-up fetched or compiled once; safe to delete. */
export const cacheFolder = `${root}/.cache`;

/**
 * Has Node keep what it compiled: a start from TypeScript takes half as long the next time, and some 20 MB less, since the
 * types need not be stripped again. Node itself sees when a file is another.
 */
export const compiledEnvironment = { NODE_COMPILE_CACHE: `${cacheFolder}/compiled` } as const;

/**
 * Flags for Node under a server. The space for young objects has one size from the start: as V8 would let it grow, an import
 * either fills old space with what it has long done with, or takes three times as much.
 */
export const serverFlags = [
  '--disable-warning=ExperimentalWarning',
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
] as const;

/** Tells the person at the console what the set-up does; standard output belongs to the command itself. */
export function say(sentence: string): void {
  console.error(sentence);
}
