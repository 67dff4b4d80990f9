import { Select, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { useNames } from '../api/names';
import { Failed } from '../shell/states';

/** What the service makes of a text. */
export function TryIt() {
  const { t } = useTranslation();
  const names = useNames();
  const [text, setText] = useState('');
  const [platform, setPlatform] = useState('Facebook');
  const [settled] = useDebouncedValue(text, 250);
  const tried = useQuery({
    queryKey: ['assess', settled, platform],
    queryFn: () => ask(api.POST('/api/v1/understanding/assess', { body: { text: settled, platform: platform as 'Facebook' } })),
    enabled: settled.trim().length > 0,
  });
  const a = tried.data;
  return (
    <section className="box">
      <header>
        <h2 className="grow">{t('admin.page.coba')}</h2>
        <Select size="xs" w={140} aria-label={t('inbox.platform')} value={platform} data={['Facebook', 'Instagram', 'WhatsApp', 'X', 'YouTube', 'Web'].map((p) => ({ value: p, label: t(`platform.${p}`) }))} onChange={(v) => v && setPlatform(v)} />
      </header>
      <div className="stack" style={{ padding: '0.875rem' }}>
        <Textarea aria-label={t('admin.page.coba')} placeholder={t('admin.try.placeholder')} minRows={3} value={text} onChange={(e) => setText(e.currentTarget.value)} maxLength={10_000} />
        {tried.isError && <Failed error={tried.error} again={() => void tried.refetch()} />}
        {a && (
          <div role="status" className="stack" style={{ gap: '0.5rem' }}>
            <div className="row">
              <b className="grow">{t(a.needsHelp >= 0.5 ? (a.urgent ? 'assess.urgent' : 'assess.help') : 'assess.noHelp')}</b>
              <span className="nums">{Math.round(a.needsHelp * 100)} %</span>
            </div>
            <div className="meter" data-state={a.urgent ? 'late' : 'calm'}>
              <i style={{ width: `${a.needsHelp * 100}%` }} />
            </div>
            <span>
              {t('inbox.topic')}: <b>{names.topic(a.topic)}</b> ({Math.round(a.topicConfidence * 100)} %)
            </span>
            <div className="reasons">
              {a.reasons.map((r, i) => (
                <span key={i} className="reason">
                  {r}
                </span>
              ))}
            </div>
            {a.personalData.length > 0 && (
              <span>
                {t('admin.try.personal')}: {a.personalData.map((p) => `${p.type} „${settled.slice(p.start, p.start + p.length)}“`).join(', ')}
              </span>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
