import { CsvError, parse } from 'csv-parse/sync';
import { unwritable } from '../resolvers/person-fault.ts';
import type { Person } from '../store/people.ts';
import { UsageError } from './usage.ts';

const fields = {
  username: 'username',
  givenname: 'givenName',
  surname: 'surname',
  email: 'email',
  mobile: 'mobile',
  phone: 'phone',
  office: 'office',
  userid: 'userId',
} as const;

type Field = keyof typeof fields;
type PersonRow = Omit<Person, 'id' | 'realm' | 'resolver'>;

interface ParsedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** A person of a list, and the line they stand on. */
export interface ListedPerson {
  readonly line: number;
  readonly person: PersonRow;
}

const longest = 200;

/**
 * The people of a CSV text (RFC 4180; semicolons and tabs too): a header line, then one person a line. Cells are text
 * whatever they look like. Throws with every line that is wrong; the userid is the username where none is given.
 */
export function readPeople(csv: Uint8Array): readonly ListedPerson[] {
  const lines = parsed(decoded(csv));
  const header = lines[0]?.record.map((cell) => cell.trim().toLowerCase()) ?? [];
  for (const name of ['username', 'givenname', 'surname']) {
    if (!header.includes(name)) {
      throw new UsageError(`line 1: there is no column '${name}'; the columns are ${Object.keys(fields).join(',')}`);
    }
  }
  const twice = header.find((name, place) => name in fields && header.indexOf(name) !== place);
  if (twice !== undefined) throw new UsageError(`line 1: column '${twice}' is there twice`);
  const people = lines.slice(1).map((line, place) => readPerson(header, line, lines[place]?.info.lines ?? 1));
  const faults = [...people.flatMap(({ faults }) => faults), ...duplicates(people)];
  if (faults.length > 0)
    throw new UsageError(`nothing was imported:\n${faults.slice(0, 20).join('\n')}${more(faults)}`);
  return people;
}

function more(faults: readonly string[]): string {
  return faults.length > 20 ? `\nand ${faults.length - 20} more` : '';
}

function decoded(csv: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(csv);
  } catch (cause) {
    throw new UsageError('the file is not UTF-8 text: save it as CSV UTF-8', { cause });
  }
}

function parsed(text: string): readonly ParsedLine[] {
  const head = text.slice(0, text.search(/\r|\n|$/));
  const delimiter = [',', ';', '\t'].reduce((best, next) =>
    head.split(next).length > head.split(best).length ? next : best,
  );
  try {
    return parse(text, { delimiter, bom: true, info: true, skip_empty_lines: true }) as unknown as ParsedLine[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    // Without the cause, which quotes the line.
    throw new UsageError(`the file is not CSV: line ${cause.lines} has more or fewer cells, or a quote too many`);
  }
}

function readPerson(header: readonly string[], line: ParsedLine, lineBefore: number) {
  const cell = (name: Field) => (line.record[header.indexOf(name)] ?? '').trim();
  const username = cell('username');
  const person = {
    ...(Object.fromEntries(
      (Object.keys(fields) as Field[]).map((name) => [fields[name], cell(name)]),
    ) as unknown as PersonRow),
    userId: cell('userid') || username,
  };
  const at = lineBefore + 1;
  const faults = (Object.keys(fields) as Field[]).flatMap((name) => {
    const value = cell(name);
    if (name === 'username' && value === '') return [`line ${at}: the username is missing`];
    if (value.length > longest) return [`line ${at}: the ${name} is longer than ${longest} characters`];
    if (unwritable.test(value)) return [`line ${at}: the ${name} has a character that cannot be seen`];
    if (name === 'username' && /[\s@*]/.test(value)) return [`line ${at}: a username has no blank, @ or *`];
    return [];
  });
  return { line: at, person, faults };
}

function duplicates(people: readonly ListedPerson[]): readonly string[] {
  const faults: string[] = [];
  for (const key of ['username', 'userId'] as const) {
    const seen = new Map<string, number>();
    for (const { line, person } of people) {
      const first = seen.get(person[key]);
      if (first === undefined) seen.set(person[key], line);
      // A userid that was left out is the username, which was said.
      else if (person[key] !== '' && !(key === 'userId' && person.userId === person.username))
        faults.push(`line ${line}: the ${key.toLowerCase()} is on line ${first} already`);
    }
  }
  return faults;
}
