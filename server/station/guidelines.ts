import type { Store } from '../store/store.ts';

/** What the controller reads beside the checks, until an organisation writes its own. */
const guidelines = {
  version: 1,
  text: [
    'Make sure who stands in front of you. Knowing the colleague is enough; otherwise ask for a document, or for a colleague in the room who knows them. A token in the wrong hands opens the door to the wrong person and locks the right one out.',
    'Hand the token over yourself, face to face. Never send an issued token by post. If you cannot meet, let a trusted controller at the other office issue it.',
    'Never mark a token: no name, no password, no address. Suggest a key ring at once.',
    'Codes are told to nobody, and never read out over the telephone.',
    'Take special care when you issue to somebody a second time: who lost the token, and how? Withdraw a lost token at once.',
    'If you feel pushed, or something is odd, stop. Stopping is always right, and it is recorded.',
  ].join('\n\n'),
} as const;

/** The guidelines that hold now: a changed text is a new version, and the first is ours. */
export async function guidelinesNow(store: Pick<Store, 'guidelineTexts'>): Promise<{ version: number; text: string }> {
  return (await store.guidelineTexts.newest()) ?? guidelines;
}
