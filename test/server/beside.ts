import { databaseOf } from '../../server/store/location.ts';
import { openStore, type Store } from '../../server/store/store.ts';

/** Looks into the database of a data directory, beside a server or after it. */
export async function beside<T>(directory: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(databaseOf(directory), { now: () => new Date() });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
