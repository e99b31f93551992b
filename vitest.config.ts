import { defineConfig } from 'vitest/config';

/** What is about files of SQLite. */
const onlySqlite = [
  'test/server/challenges-migration.test.ts',
  'test/server/migrations.test.ts',
  'test/server/resolvers-migration.test.ts',
  'test/server/room-for-use.test.ts',
  'test/server/server-disk-full.test.ts',
];

/** What says the same whatever the tables are in: once is enough. */
const anyDatabase = [
  ...['certificates', 'check-code', 'client-address', 'letter', 'messaging-sms', 'once-per-turn', 'openapi'],
  ...['policy-file', 'python-json', 'resolvers-hostile', 'resolvers-mysql', 'resolvers-postgresql', 'sign-in-page'],
  ...['yubico-protocol'],
].map((name) => `test/server/${name}.test.ts`);

/** What needs several servers on one database. */
const onlyPostgresql = ['test/server/several-servers.test.ts', 'test/server/database-outage.test.ts'];

/** For what hangs: far more than anything takes, on a machine at work on other things. */
const [testTimeout, hookTimeout] = [180_000, 180_000];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/device/**', ...onlyPostgresql],
          testTimeout,
          hookTimeout,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'parts-postgresql',
          include: ['test/server/**/*.test.ts', 'test/electron/two-desks-*.test.ts'],
          exclude: [...onlySqlite, ...anyDatabase],
          globalSetup: ['test/server/postgres-set-up.ts'],
          testTimeout,
          hookTimeout,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'desk',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['build/desk-test-set-up.ts'],
          setupFiles: ['test/e2e/evidence.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 45_000 } },
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
