import type { Act } from '../act/perform.ts';
import { guidelinesNow } from '../station/guidelines.ts';
import { required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

const longestContact = 2000;
const longestGuidelines = 20_000;

/** The text about whom to ask; blank: the page's own words. */
export const setContact: Act = {
  name: 'contact/changed',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters }) {
    const text = (parameters.text ?? '').trim();
    if (text.length > longestContact) {
      throw new WireError('parameter', `The text has at most ${longestContact} characters.`, {
        reason: 'too-long',
        values: { most: longestContact },
      });
    }
    await store.settings.set('contact', text);
    return { value: true, audit: { info: text.slice(0, 300) } };
  },
};

/** A new version, which every controller reads before the next issuance. */
export const publishGuidelines: Act = {
  name: 'guidelines/published',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters, admin, at }) {
    const text = required(parameters, 'text').trim();
    if (text === '' || text.length > longestGuidelines) {
      throw new WireError('parameter', `Guidelines have at most ${longestGuidelines} characters, and at least one.`, {
        reason: 'too-long',
        values: { most: longestGuidelines },
      });
    }
    const { version } = await guidelinesNow(store);
    await store.guidelineTexts.add({ version: version + 1, text }, admin.name, at.toISOString());
    return { value: version + 1, audit: { version: version + 1 } };
  },
};
