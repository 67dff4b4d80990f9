import { Alert, Badge, Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { DateInput } from '../shell/DateInput';
import { moment } from '../text/time';
import { SavedViews } from '../views/SavedViews';
import { addDays } from './calendar';
import { PutAside } from './PutAside';
import { Section, Table } from './parts';

const kinds = ['Tickets', 'Promises', 'Conversations', 'Words', 'Channels', 'Settings', 'PersonalData'] as const;
type Sought = { actor: string; kind: string; subject: string; q: string; from: string; to: string };
const everything: Sought = { actor: '', kind: '', subject: '', q: '', from: '', to: '' };

/** As the service takes it: what is empty is not asked, and the last day is covered. */
const asked = (s: Sought) => ({
  actor: s.actor.trim() || undefined,
  kind: s.kind || undefined,
  subject: s.subject.trim() || undefined,
  q: s.q.trim() || undefined,
  from: s.from || undefined,
  to: s.to ? addDays(s.to, 1) : undefined,
});

/** Everything that ever happened, the newest first: searched, read, and taken along. */
export function Audit() {
  const { t, i18n } = useTranslation();
  const [sought, setSought] = useState<Sought>(everything);
  const [settled] = useDebouncedValue(sought, 300);
  const query = asked(settled);
  const events = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/audit', { params: { query: { ...query, cursor: pageParam || undefined, limit: 100 } } })),
    initialPageParam: '',
    getNextPageParam: (p) => p.next,
    placeholderData: (before) => before,
  });
  const all = events.data?.pages.flatMap((p) => p.items);
  const set = (changes: Partial<Sought>) => setSought({ ...sought, ...changes });
  const backwards = !!sought.from && !!sought.to && sought.to < sought.from;
  const address = `/api/v1/audit/export?${new URLSearchParams([...Object.entries(query).filter((e): e is [string, string] => !!e[1]), ['language', i18n.language]])}`;
  return (
    <>
      <PutAside />
      <section className="box" role="search" aria-label={t('admin.audit.search')}>
        <div className="sought">
          <TextInput label={t('admin.audit.q')} value={sought.q} onChange={(e) => set({ q: e.currentTarget.value })} maxLength={200} />
          <TextInput label={t('admin.audit.who')} value={sought.actor} onChange={(e) => set({ actor: e.currentTarget.value })} maxLength={200} />
          <Select label={t('admin.audit.kind')} clearable placeholder={t('admin.audit.all')} value={sought.kind || null} data={kinds.map((k) => ({ value: k, label: t(`admin.audit.kinds.${k}`) }))} onChange={(v) => set({ kind: v ?? '' })} clearButtonProps={{ 'aria-label': t('admin.audit.all') }} />
          <TextInput label={t('admin.audit.subject')} placeholder="KMS-2026-000123" value={sought.subject} onChange={(e) => set({ subject: e.currentTarget.value })} maxLength={200} />
          <DateInput label={t('admin.audit.from')} value={sought.from} onChange={(e) => set({ from: e.currentTarget.value })} max={sought.to || undefined} />
          <DateInput label={t('admin.audit.to')} value={sought.to} onChange={(e) => set({ to: e.currentTarget.value })} min={sought.from || undefined} error={backwards && t('admin.audit.backwards')} />
        </div>
      </section>
      <Section
        title={t('admin.page.audit')}
        hint={t('admin.audit.hint', { count: all?.length ?? 0 })}
        query={{ ...events, data: all }}
        empty={t('inbox.nothingFound')}
        action={
          <div className="row wrap">
            <SavedViews screen="audit" filters={sought} apply={(f) => setSought({ ...everything, ...f } as Sought)} />
            <Button variant="subtle" onClick={() => setSought(everything)} disabled={JSON.stringify(sought) === JSON.stringify(everything)}>
              {t('admin.audit.reset')}
            </Button>
            <Button variant="default" component="a" href={address} download="audit.csv">
              {t('admin.audit.save')}
            </Button>
          </div>
        }
      >
        {(items) => (
          <>
            <Table heads={[t('admin.audit.when'), t('admin.audit.who'), t('admin.audit.kind'), t('ticket.ticket'), t('admin.audit.what')]}>
              {items.map((e) => (
                <tr key={e.id}>
                  <td className="soft nums" style={{ whiteSpace: 'nowrap' }}>
                    {moment(e.at)}
                  </td>
                  <td>{e.actor}</td>
                  <td>
                    <Badge color="gray" title={e.type}>
                      {t(`admin.audit.kinds.${e.kind}`)}
                    </Badge>
                  </td>
                  <td>
                    {e.ticket && (
                      <Link className="number" to="/tiket/$number" params={{ number: e.ticket }}>
                        {e.ticket}
                      </Link>
                    )}
                  </td>
                  <td style={{ overflowWrap: 'anywhere', minWidth: '16rem' }} title={e.coded === e.text ? undefined : e.coded}>
                    {e.text}
                  </td>
                </tr>
              ))}
            </Table>
            {events.hasNextPage && (
              <Button m="sm" variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
                {t('admin.audit.older')}
              </Button>
            )}
          </>
        )}
      </Section>
      <Alert color="gray">{t('admin.audit.covered')}</Alert>
    </>
  );
}
