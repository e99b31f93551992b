import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Empty } from '../controls/empty.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';
import { useControllers } from '../queries.ts';
import { SetUpQuestion } from './set-up-question.tsx';

/** First run, 3 of 3: who answers for what is issued here. */
export function SetUpController({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const controllers = useControllers();
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState(false);
  const settings = useAction('app/set-settings');
  const pull = useAction('sync/send-now');
  const names = controllers.data ?? [];
  // A privacyIDEA server names nobody: whoever stands here says who.
  const typed = app.station?.kind === 'privacyidea';
  const look = async () => {
    await pull.run();
    await controllers.refetch();
  };
  const go = () => {
    setAsked(true);
    const controller = chosen?.trim() ?? '';
    if (controller !== '') void settings.run({ controller });
  };
  return (
    <SetUpQuestion
      app={app}
      step={3}
      title={t('setUp.controller.title')}
      lead={t('setUp.controller.lead')}
      failure={settings.failure ?? pull.failure}
      {...(names.length === 0 && !typed
        ? {}
        : { next: { label: t('setUp.controller.go'), run: go, busy: settings.busy } })}
    >
      {typed ? (
        <TextField
          label={t('setUp.controller.who')}
          value={chosen ?? ''}
          onChange={setChosen}
          maxLength={200}
          fault={asked && (chosen ?? '').trim() === '' ? t('setUp.nameMissing') : undefined}
          autoFocus
        />
      ) : controllers.isSuccess && names.length === 0 ? (
        <Empty what={t('setUp.controller.none')} begin={t('setUp.controller.noneHint')}>
          <Button busy={pull.busy} onPress={() => void look()}>
            {t('setUp.controller.again')}
          </Button>
        </Empty>
      ) : (
        <div className="big-list">
          <Choices
            label={t('setUp.controller.who')}
            choices={names.map((value) => ({ value, label: value }))}
            value={chosen}
            onChange={setChosen}
            fault={asked && chosen === undefined ? t('setUp.controller.missing') : undefined}
            autoFocus
          />
        </div>
      )}
    </SetUpQuestion>
  );
}
