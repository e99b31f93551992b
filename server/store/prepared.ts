import type { CompiledQuery, QueryResult } from 'kysely';
import type { Db } from './schema.ts';

/** A value that a prepared statement gets each time it is run. */
class Given {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A query, or one that is compiled already. */
type Written<R> = CompiledQuery<R> | { readonly compile: () => CompiledQuery<R> };

/**
 * A statement of the hot path: Kysely writes it once, and each run only fills in what it was given. Where a value of a
 * run belongs, the statement says `given('name')`.
 */
export function prepared<V extends Readonly<Record<string, unknown>>, R>(
  db: Db,
  write: (given: <K extends keyof V & string>(name: K) => V[K]) => Written<R>,
): (values: V) => Promise<QueryResult<R>> {
  const written = write((name) => new Given(name) as never);
  const statement = 'compile' in written ? written.compile() : written;
  return (values) => {
    const parameters = statement.parameters.map((value) => (value instanceof Given ? values[value.name] : value));
    return db.executeQuery({ ...statement, parameters });
  };
}
