import type { z } from 'zod';

/** What takes no parameters of the usual kind: a file, or JSON of a form of its own. */
type Body = 'file' | z.ZodType;

/** One route as the OpenAPI document tells of it. Names of parameters -> what each means; paths' own pieces too. */
export interface Operation {
  readonly summary: string;
  /** The right that is asked for; none: anybody may ask; `station`: signed by an enrolled desk. */
  readonly right?: string;
  readonly needs?: Readonly<Record<string, string>>;
  readonly takes?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** What the value of the reply is. */
  readonly gives: string;
  /** When the reply is no envelope. */
  readonly media?: string;
  readonly reply?: z.ZodType;
}

/** By method and path, as the audit writes them: `POST /token/init`. */
export type Operations = Readonly<Record<string, Operation>>;
