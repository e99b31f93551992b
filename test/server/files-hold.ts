import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether any file of a data directory, its write-ahead logs too, has this text in the clear. */
export function filesHold(directory: string, text: string): boolean {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .some((file) => statSync(file).isFile() && readFileSync(file).includes(text));
}
