/** How a database writes what the queries are made of; columns are quoted already. */
export interface SqlDialect {
  readonly quoted: (name: string) => string;
  readonly text: (column: string) => string;
  readonly number: (column: string) => string;
  /** For names: two that are written otherwise are never the same. */
  readonly exact: (text: string) => string;
  /** Where the value of this number goes, counted from 1. */
  readonly place: (number: number) => string;
}

/** As the standard has it, and PostgreSQL and SQLite with it: texts are the same when they are written the same. */
export const standardDialect: SqlDialect = {
  quoted: (name) => `"${name.replaceAll('"', '""').replaceAll('\0', '')}"`,
  text: (column) => `CAST(${column} AS TEXT)`,
  number: (column) => `CAST(${column} AS DECIMAL)`,
  exact: (text) => text,
  place: (number) => `$${number}`,
};

/**
 * MySQL and MariaDB: their collations take `Anna`, `änna` and `anna ` for one name, so names are compared as bytes.
 * Values are used in the order in which they stand.
 */
export const mysqlDialect: SqlDialect = {
  quoted: (name) => `\`${name.replaceAll('`', '``').replaceAll('\0', '')}\``,
  text: (column) => `CAST(${column} AS CHAR)`,
  number: (column) => `CAST(${column} AS DECIMAL(65, 10))`,
  exact: (text) => `CAST(${text} AS BINARY)`,
  place: () => '?',
};
