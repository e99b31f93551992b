import { bytes, deskAtWork } from './desk-at-work.ts';

/** A desk in a process of its own that is killed between the server's enrolling it and its keeping that. */
const [directory = '', code = ''] = process.argv.slice(2);
const at = await deskAtWork({
  directory,
  trial: {
    crashPoint: (name) => {
      if (name === 'after the server enrolled, before it is kept') process.kill(process.pid, 'SIGKILL');
    },
  },
});
await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
await at.ask('station/enrol', { code, name: 'Desk 1' });
