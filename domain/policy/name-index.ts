import type { NameList } from './name-list.ts';

/** Finds the lists that can hold a name without looking at each: by the name itself, or by how it begins or ends. */
export interface NameIndex<T> {
  readonly names: Map<string, T[]>;
  readonly foldedNames: Map<string, T[]>;
  /** By the length of the plain text that an expression begins or ends with, then by the text. */
  readonly prefixes: Map<number, Map<string, T[]>>;
  readonly suffixes: Map<number, Map<string, T[]>>;
}

export function emptyNameIndex<T>(): NameIndex<T> {
  return { names: new Map(), foldedNames: new Map(), prefixes: new Map(), suffixes: new Map() };
}

/** In how many places the list was put; none when it holds all names, or an expression has no plain end to find it by. */
export function addToNameIndex<T>(index: NameIndex<T>, list: NameList | undefined, value: T): number {
  if (!list || list.any || list.expressions.some(({ prefix, suffix }) => prefix === '' && suffix === '')) return 0;
  for (const name of list.names) push(list.ignoreCase ? index.foldedNames : index.names, name, value);
  for (const { prefix, suffix } of list.expressions) {
    const [ends, end] = prefix === '' ? [index.suffixes, suffix] : [index.prefixes, prefix];
    const sameLength = ends.get(end.length) ?? new Map<string, T[]>();
    ends.set(end.length, sameLength);
    push(sameLength, end, value);
  }
  return list.names.size + list.expressions.length;
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Adds to `found` whatever can hold the name; a value may be in several lists. */
export function findInNameIndex<T>(index: NameIndex<T>, name: string, found: (readonly T[])[]): void {
  const add = (list: readonly T[] | undefined) => {
    if (list) found.push(list);
  };
  add(index.names.get(name));
  if (index.foldedNames.size > 0) add(index.foldedNames.get(name.toLowerCase()));
  for (const [length, ends] of index.prefixes) if (length <= name.length) add(ends.get(name.slice(0, length)));
  for (const [length, ends] of index.suffixes) if (length <= name.length) add(ends.get(name.slice(-length)));
}
