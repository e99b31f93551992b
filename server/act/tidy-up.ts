import type { Installation } from '../installation.ts';

const dayMs = 86_400_000;
/** So long an expired replacement is still to be seen among its owner's tokens. */
const shownDays = 7;
/** So long every checkpoint of the log is kept; of older ones, one of each day. */
const checkpointDays = 7;

/**
 * Done once a day: passwords in the place of lost tokens end for good when they have long expired, and guesses that nobody
 * has to wait for any more are forgotten; of old checkpoints one of each day stays. Several servers may do so at once.
 */
export async function tidyUp({ store, now }: Installation): Promise<void> {
  const at = now();
  const ago = (days: number) => new Date(at.getTime() - days * dayMs).toISOString();
  await store.commits.alone(async ({ credentials, guesses, checkpoints, audit }) => {
    for (const { id, serial } of await credentials.expiredReplacements(ago(shownDays))) {
      await credentials.end(id, at.toISOString());
      audit.append({
        at: at.toISOString(),
        actor: 'server',
        action: 'token/expired',
        subject: serial,
        detail: { serial, type: 'pw', success: true },
      });
    }
    await guesses.forgetBefore(ago(1));
    await checkpoints.thinOut(ago(checkpointDays));
  });
}

/** Now and every day, until it is stopped; that waits for what is under way. */
export function tidyUpDaily(installation: Installation): { readonly stop: () => Promise<void> } {
  const tidy = () => tidyUp(installation).catch(console.error);
  let running = tidy();
  const timer = setInterval(() => {
    running = tidy();
  }, dayMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
