import { globSync, readFileSync } from 'node:fs';
import { type ParseResult, parseSync } from 'rolldown/utils';
import { root } from './root.ts';

/** A file of ours, by its path from the project's folder. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file in the given folders. */
export function sourceFiles(folders: readonly string[]): readonly SourceFile[] {
  return globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx,mts}`),
    { cwd: root },
  )
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }));
}

/** The file as a syntax tree, with the list of its imports. */
export function parsed(file: SourceFile): ParseResult {
  return parseSync(file.path, file.text);
}

/** The line a position is on, counted from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
