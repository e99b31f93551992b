import type { Vault } from './database.ts';

/** A part that was fetched and is not in force yet; `rows` is JSON. */
export interface FetchedPart {
  readonly name: string;
  readonly hash: string;
  readonly rows: string;
}

/** The parts of a manifest that are neither in force here, unchanged, nor fetched already. */
export function missingParts(vault: Vault, parts: Readonly<Record<string, string>>): readonly string[] {
  const have = new Set<string>();
  for (const table of ['known_parts', 'fetched_parts'] as const) {
    for (const { name, hash } of hashesIn(vault, table)) if (parts[name] === hash) have.add(name);
  }
  return Object.keys(parts).filter((name) => !have.has(name));
}

function hashesIn(vault: Vault, table: 'known_parts' | 'fetched_parts'): readonly { name: string; hash: string }[] {
  return vault.db.prepare<[], { name: string; hash: string }>(`SELECT name, hash FROM ${table}`).all();
}

export function keepFetched(vault: Vault, { name, hash, rows }: FetchedPart): void {
  vault.db.prepare('INSERT OR REPLACE INTO fetched_parts (name, hash, rows) VALUES (?, ?, ?)').run(name, hash, rows);
}

/** What of a manifest is otherwise here: parts to be put in force, and parts that are no more. */
export function partsToApply(
  vault: Vault,
  parts: Readonly<Record<string, string>>,
): { readonly fetched: readonly string[]; readonly gone: readonly string[] } {
  const known = new Map(hashesIn(vault, 'known_parts').map(({ name, hash }) => [name, hash]));
  const fetched = hashesIn(vault, 'fetched_parts').filter(({ name, hash }) => parts[name] === hash);
  return {
    fetched: fetched.map(({ name }) => name).filter((name) => known.get(name) !== parts[name]),
    gone: [...known.keys()].filter((name) => parts[name] === undefined),
  };
}

export function fetchedPart(vault: Vault, name: string): FetchedPart | undefined {
  return vault.db.prepare<[string], FetchedPart>('SELECT name, hash, rows FROM fetched_parts WHERE name = ?').get(name);
}

/** Where something is changed in the part from now on, this is seen by its hash. */
const beingCompared = 'being compared';

export function beginComparing(vault: Vault, names: readonly string[]): void {
  const put = vault.db.prepare('INSERT OR REPLACE INTO known_parts (name, hash) VALUES (?, ?)');
  for (const name of names) put.run(name, beingCompared);
}

export function isUnchangedSince(vault: Vault, name: string): boolean {
  const known = vault.db.prepare<[string], { hash: string }>('SELECT hash FROM known_parts WHERE name = ?').get(name);
  return known?.hash === beingCompared;
}

/** A part is in force as the server said it. */
export function putInForce(vault: Vault, name: string, hash: string): void {
  vault.db.prepare('INSERT OR REPLACE INTO known_parts (name, hash) VALUES (?, ?)').run(name, hash);
  vault.db.prepare('DELETE FROM fetched_parts WHERE name = ?').run(name);
}

export function forgetPart(vault: Vault, name: string): void {
  vault.db.prepare('DELETE FROM known_parts WHERE name = ?').run(name);
}

/** Fetched parts of other times are of no use any more. */
export function dropFetched(vault: Vault): void {
  vault.db.prepare('DELETE FROM fetched_parts').run();
}

/** Whether the server told what was pulled last in parts: one that does not is older. */
export function toldInParts(vault: Vault): boolean {
  return vault.db.prepare('SELECT 1 FROM known_parts LIMIT 1').get() !== undefined;
}

/** What was pulled last came whole: no part of it is known. */
export function forgetParts(vault: Vault): void {
  vault.db.exec('DELETE FROM known_parts; DELETE FROM fetched_parts');
}
