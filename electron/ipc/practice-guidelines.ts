/** What a trust controller keeps to, for as long as no server has sent its own wording. */
export const practiceGuidelines = {
  version: 0,
  text: [
    'Always make sure who stands before you. Knowing the colleague is enough; a voice on the telephone is not.',
    'Hand the token over yourself, face to face. Never issue a token and post it.',
    'Nothing is written on a token: no name, no password, no address.',
    'A code is never told to anybody, and never read out over the telephone.',
    'A lost token is withdrawn at once and replaced soon.',
  ].join('\n\n'),
};
