const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

/** The special characters of privacyIDEA's lostTokenPWContents. */
export const specialCharacters = '!#$%&()*+,-./:;<=>?@[]^_';

/** Bitcoin's Base58: nothing that looks like something else. */
const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const classes: readonly (readonly [letter: string, characters: string])[] = [
  ['c', lower],
  ['C', upper],
  ['n', digits],
  ['s', specialCharacters],
  ['8', base58],
];

export const letters = lower + upper;
export const digitsAndLetters = letters + digits;

/**
 * The characters a lost-token password is drawn from: the union of the classes named, not one of each. No class at all
 * means letters and digits; letters that name no class are ignored.
 */
export function passwordAlphabet(contents: string): string {
  if (contents === '') return digitsAndLetters;
  const named = classes.filter(([letter]) => contents.includes(letter)).map(([, characters]) => characters);
  return [...new Set(named.join(''))].join('');
}
