import type { Asked } from './compile.ts';
import { type Reading, readChoice } from './read.ts';

/** Whether a seed may, or must, be made of a part of the server's and one of the client's. */
export type TwoStepRule = 'allow' | 'force';

/** `TYPE_2step` for the administrator who enrols; without it nobody may. */
export function twoStepRule(asked: Asked, type: string): Reading<TwoStepRule | undefined> {
  const { value, policies } = readChoice(asked, 'admin', `${type}_2step`);
  return value === 'allow' || value === 'force' ? { value, policies } : { value: undefined, policies: [] };
}

/** How long the parts of a seed are, in bytes, and how often they are hashed together. */
export interface TwoStepSizes {
  /** As long as the hash when nothing says so. */
  readonly server: number | undefined;
  readonly client: number | undefined;
  readonly difficulty: number | undefined;
}

/** What the enrollment policies say of them. */
export function twoStepSizes(asked: Asked, type: string): Reading<TwoStepSizes> {
  const read = (name: string) => readChoice(asked, 'enrollment', `${type}_2step_${name}`);
  const [server, client, difficulty] = [read('serversize'), read('clientsize'), read('difficulty')];
  const number = ({ value }: Reading<string | undefined>) => (value === undefined ? undefined : Number(value));
  return {
    value: { server: number(server), client: number(client), difficulty: number(difficulty) },
    policies: [server, client, difficulty].flatMap(({ policies }) => policies),
  };
}
