import { defineConfig } from 'vitest/config';

/** What is about files of SQLite, or about no database at all. */
const onlySqlite = [
  'test/server/migrations.test.ts',
  'test/server/resolvers-migration.test.ts',
  'test/server/server-disk-full.test.ts',
];

/** What needs several servers on one database. */
const onlyPostgresql = ['test/server/several-servers.test.ts', 'test/server/database-outage.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/device/**', ...onlyPostgresql],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'parts-postgresql',
          include: ['test/server/**/*.test.ts'],
          exclude: onlySqlite,
          globalSetup: ['test/server/postgres-set-up.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'desk',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['build/desk-test-set-up.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
