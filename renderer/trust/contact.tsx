import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactText } from '../../domain/trust/gate.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { TrustPage } from './trust-page.tsx';

/** Whom to ask for a token, as the sign-in page tells those who cannot get in. */
export function Contact() {
  const contact = useAdministrative('contact/get');
  return (
    <TrustPage>
      {contact.error !== null ? (
        <ListProblem query={contact} />
      ) : contact.data === undefined ? (
        <Waiting />
      ) : (
        <ContactForm set={contact.data} />
      )}
    </TrustPage>
  );
}

function ContactForm({ set }: { readonly set: string }) {
  const { t } = useTranslation();
  const save = useAdministrativeAction('contact/set');
  const [text, setText] = useState(set);
  const [saved, setSaved] = useState(false);
  const shown = contactText(text, t('trust.contact.otherwise'));
  const go = async () => {
    if ((await save.run({ text: text.trim() })) === undefined) return;
    setSaved(true);
    announce(t('trust.contact.saved'));
  };
  return (
    <div className="contact">
      <form
        className="column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.busy) void go();
        }}
      >
        <TextField
          label={t('trust.contact.text')}
          hint={t('trust.contact.textHint')}
          value={text}
          onChange={(typed) => {
            setText(typed);
            setSaved(false);
          }}
          lines
          maxLength={2000}
        />
        {save.failure !== undefined && <Problem failure={save.failure} />}
        <div className="row">
          <May right="trustwrite">
            {(control) => (
              <Button
                {...control}
                kind="main"
                type="submit"
                busy={save.busy}
                isDisabled={control.isDisabled || text.trim() === set}
              >
                {t('trust.contact.save')}
              </Button>
            )}
          </May>
          {saved && text.trim() === set && <Sign meaning="proven">{t('trust.contact.saved')}</Sign>}
        </div>
      </form>
      <section className="previews" aria-labelledby="previews-title">
        <h2 id="previews-title">{t('trust.contact.where')}</h2>
        <p className="quiet measure">{t('trust.contact.whereMeans')}</p>
        <Preview when={t('trust.contact.afterCode')} title={t('trust.contact.codeTitle')} help={shown}>
          {t('trust.contact.wrongCode')}
        </Preview>
        <Preview when={t('trust.contact.withoutToken')} title={t('trust.contact.requiredTitle')} help={shown}>
          {t('trust.contact.required')}
        </Preview>
      </section>
    </div>
  );
}

interface PreviewProps {
  readonly when: string;
  readonly title: string;
  readonly help: string;
  readonly children: ReactNode;
}

/** The part of the sign-in page that the text is on. */
function Preview({ when, title, help, children }: PreviewProps) {
  const { t } = useTranslation();
  return (
    <figure className="preview">
      <figcaption className="small quiet">{when}</figcaption>
      <div>
        <p className="large">
          <strong>{title}</strong>
        </p>
        <p className="problem-shown">{children}</p>
        <p className="small quiet">{t('trust.contact.help')}</p>
        <p className="help-shown">{help}</p>
      </div>
    </figure>
  );
}
