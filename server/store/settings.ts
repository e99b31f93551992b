import type { Db } from './schema.ts';

/** Few named values that the server and its commands share. */
export interface Settings {
  readonly get: (name: 'url' | 'guidelines') => Promise<string | undefined>;
  readonly set: (name: 'url' | 'guidelines', value: string) => Promise<void>;
}

export function settings(db: Db): Settings {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?');
  const write = db.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    get: (name) => read.get(name)?.value,
    set: (name, value) => void write.run(name, value),
  };
}
