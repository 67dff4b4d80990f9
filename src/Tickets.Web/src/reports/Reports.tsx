import { Button, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addDays } from '../admin/calendar';
import { api, ask, type Schemas } from '../api/client';
import { useNames, useOfficers } from '../api/names';
import { useMe } from '../api/session';
import { DateInput } from '../shell/DateInput';
import { Empty, Failed, Rows } from '../shell/states';
import { moment, monthOf, number, stretch } from '../text/time';
import { SavedViews } from '../views/SavedViews';
import { before, iso } from './period';

const here = getRouteApi('/app/laporan');
type Figures = Schemas['SlaFigures'];
const groups = ['directorate', 'topic', 'platform', 'officer', 'priority', 'month', 'province'] as const;

// Without a format the figures come as JSON; as CSV they are downloaded by a link.
const figures = async (query: { from: string; to: string; groupBy?: string }) => (await ask(api.GET('/api/v1/reports/sla', { params: { query } }))) as Schemas['SlaStatistics'];

/** Headline figures against the period before, then by group: bars and their table. The address holds the filters. */
export function Reports() {
  const { t } = useTranslation();
  const me = useMe();
  const names = useNames();
  const officers = useOfficers(me.is('supervisor', 'administrator', 'officer', 'admin-social'));
  const search = here.useSearch();
  const navigate = here.useNavigate();
  const today = new Date();
  const from = search.dari ?? iso(new Date(today.getFullYear(), today.getMonth(), 1));
  // The service counts up to a day and without it; people say the last day that counts.
  const to = search.sampai ?? addDays(iso(today), 1);
  const by = search.menurut ?? 'directorate';
  const then = search.lalu && search.lalu !== by ? search.lalu : '';
  const groupBy = then ? `${by},${then}` : by;
  const provinces = useQuery({ queryKey: ['provinces'], queryFn: () => ask(api.GET('/api/v1/regions', { params: { query: { provinces: true } } })), enabled: by === 'province' || then === 'province', staleTime: Infinity });
  const report = useQuery({ queryKey: ['report', from, to, groupBy], queryFn: () => figures({ from, to, groupBy }) });
  const earlier = before(from, to);
  const past = useQuery({ queryKey: ['report', earlier.from, earlier.to, ''], queryFn: () => figures(earlier) });
  const set = (changes: Partial<typeof search>) => void navigate({ search: (s) => ({ ...s, ...changes }), replace: true });
  const word = (group: string, k: string | null) =>
    k === null
      ? t('reports.none')
      : group === 'topic'
        ? names.topic(k)
        : group === 'directorate'
          ? names.directorate(k)
        : group === 'officer'
          ? (officers.data?.find((o) => o.login === k)?.name ?? k)
          : group === 'priority'
            ? t(`priority.${k}`)
            : group === 'platform'
              ? t(`platform.${k}`)
              : group === 'province'
                ? (provinces.data?.items.find((p) => p.code === k)?.name ?? k)
                : group === 'month'
                  ? monthOf(k)
                  : k;
  const keyOf = (f: Figures) =>
    Object.entries(f.key as Record<string, string | null>)
      .map(([group, k]) => word(group, k))
      .join(' · ');
  // The very filters under which a figure is shown, so that what it opens is as long as it says.
  const behind = (f: Figures, angka: string) => ({ angka, dari: from, sampai: to, ...Object.fromEntries(Object.entries(f.key as Record<string, string | null>).map(([group, k]) => [group, k ?? 'none'])) });
  const download = (what: 'sla' | 'cases', format: string) => `/api/v1/reports/${what}?from=${from}&to=${to}${what === 'sla' ? `&groupBy=${groupBy}` : ''}&format=${format}`;

  const total = report.data?.total;
  return (
    <>
      <div className="heading">
        <h1>{t('reports.title')}</h1>
        <SavedViews
          screen="reports"
          filters={{ dari: search.dari, sampai: search.sampai, menurut: search.menurut, lalu: search.lalu }}
          apply={(f, start) => void navigate({ search: { dari: f.dari, sampai: f.sampai, menurut: f.menurut, lalu: f.lalu }, replace: start })}
        />
        <span className="grow" />
        <DateInput size="xs" w={216} label={t('reports.from')} value={from} max={addDays(to, -1)} onChange={(e) => e.currentTarget.value && set({ dari: e.currentTarget.value })} styles={inline} />
        <DateInput size="xs" w={216} label={t('reports.to')} value={addDays(to, -1)} min={from} onChange={(e) => e.currentTarget.value && set({ sampai: addDays(e.currentTarget.value, 1) })} styles={inline} />
        <Select size="xs" w={150} aria-label={t('reports.by')} value={by} data={groups.map((g) => ({ value: g, label: t(`reports.group.${g}`) }))} onChange={(v) => v && set({ menurut: v })} />
        <Select size="xs" w={150} aria-label={t('reports.then')} placeholder={t('reports.then')} clearable value={then || null} data={groups.filter((g) => g !== by).map((g) => ({ value: g, label: t(`reports.group.${g}`) }))} onChange={(v) => set({ lalu: v ?? undefined })} />
      </div>
      <div className="scrolls" tabIndex={0} role="group" aria-label={t('reports.title')}>
        <div className="page stack">
          {report.isPending ? (
            <Rows />
          ) : report.isError ? (
            <Failed error={report.error} again={() => void report.refetch()} />
          ) : (
            <>
              <div className="figures">
                <Headline word={t('reports.received')} value={number(total!.received)} behind={behind(total!, 'received')} change={delta(total!.received, past.data?.total.received)} />
                <Headline word={t('reports.answeredInTime')} value={percent(total!.answeredInTime, total!.answeredInTime + total!.answeredLate + total!.unansweredOverdue)} change={points(total!, past.data?.total, 'answered')} />
                <Headline word={t('reports.resolvedInTime')} value={percent(total!.resolvedInTime, total!.resolvedInTime + total!.resolvedLate + total!.unresolvedOverdue)} change={points(total!, past.data?.total, 'resolved')} />
                <Headline word={t('reports.breached')} value={number(total!.breached)} behind={behind(total!, 'breached')} change={delta(total!.breached, past.data?.total.breached, true)} />
                <Headline word={t('reports.medianFirst')} value={hours(total!.firstResponseMedianHours)} />
                <Headline word={t('reports.medianResolution')} value={hours(total!.resolutionMedianHours)} />
                <Headline word={t('reports.backlog')} value={number(total!.backlog)} behind={behind(total!, 'backlog')} change={delta(total!.backlog, past.data?.total.backlog, true)} />
              </div>
              <section className="box">
                <header>
                  <h2>{t('reports.resolutionBy', { by: t(`reports.group.${by}`).toLowerCase() })}</h2>
                  <span className="grow" />
                  <span className="legend">
                    <span className="lg">{t('reports.inTime')}</span>
                    <span className="lg" data-c="late">{t('reports.late')}</span>
                    <span className="lg" data-c="overdue">{t('reports.overdue')}</span>
                    <span className="lg" data-c="open">{t('reports.running')}</span>
                  </span>
                </header>
                {report.data.groups.length === 0 ? (
                  <Empty title={t('reports.empty')}>{t('reports.emptyDetail')}</Empty>
                ) : (
                  <div className="bars long-names">
                    {report.data.groups.map((g) => {
                      const parts: [string, number][] = [
                        ['c-ok', g.resolvedInTime],
                        ['c-late', g.resolvedLate],
                        ['c-overdue', g.unresolvedOverdue],
                        ['c-open', Math.max(0, g.unresolved - g.unresolvedOverdue)],
                      ];
                      const most = Math.max(1, ...report.data.groups.map((x) => x.resolvedInTime + x.resolvedLate + x.unresolved));
                      const name = keyOf(g);
                      return (
                        <div key={name} className="bar" role="img" aria-label={`${name}: ${t('reports.barLabel', { inTime: g.resolvedInTime, late: g.resolvedLate, overdue: g.unresolvedOverdue, running: parts[3]![1] })}`}>
                          <span className="ellipsis" title={name}>
                            {name}
                          </span>
                          <span className="track">
                            {parts.map(([c, n]) => (
                              <i key={c} className={c} style={{ width: `${(n / most) * 100}%` }} />
                            ))}
                          </span>
                          <b className="nums" style={{ textAlign: 'right' }}>
                            {number(g.received)}
                          </b>
                        </div>
                      );
                    })}
                  </div>
                )}
              </section>
              <section className="box">
                <header>
                  <h2>{t('reports.table')}</h2>
                  <span className="grow" />
                  {(['sla', 'cases'] as const).flatMap((what) =>
                    ['csv', 'xlsx'].map((format) => (
                      <Button key={what + format} component="a" href={download(what, format)} download variant="default" leftSection={<IconDownload size={15} />}>
                        {t(what === 'sla' ? 'reports.downloadTable' : 'reports.downloadCases', { format: format.toUpperCase() })}
                      </Button>
                    )),
                  )}
                </header>
                <div className="scroll" tabIndex={0} role="group" aria-label={t('reports.table')}>
                  <table className="table report">
                    <thead>
                      <tr>
                        <th>{[by, then].filter(Boolean).map((g) => t(`reports.group.${g}`)).join(' · ')}</th>
                        {columns.map((c) => (
                          <th key={c} className="num">
                            {t(`reports.column.${c}`)}
                          </th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {report.data.groups.map((g) => (
                        <tr key={keyOf(g)}>
                          <td>{keyOf(g)}</td>
                          {columns.map((c) => (
                            <td key={c} className="num">
                              <Cell figures={g} column={c} behind={behind(g, c)} />
                            </td>
                          ))}
                        </tr>
                      ))}
                      <tr>
                        <td>
                          <b>{t('reports.total')}</b>
                        </td>
                        {columns.map((c) => (
                          <td key={c} className="num">
                            <b>
                              <Cell figures={total!} column={c} behind={behind(total!, c)} />
                            </b>
                          </td>
                        ))}
                      </tr>
                    </tbody>
                  </table>
                </div>
              </section>
              <p className="soft">
                {t('reports.asOf', { at: moment(report.data.asOf) })} {me.directorate ? t('reports.ownUnit', { unit: names.directorate(me.directorate) }) : ''}
              </p>
            </>
          )}
        </div>
      </div>
    </>
  );
}

const inline = { root: { display: 'flex', alignItems: 'center', gap: '0.375rem' }, label: { color: 'var(--soft)' } };
const columns = ['received', 'answeredInTime', 'answeredLate', 'unansweredOverdue', 'resolvedInTime', 'resolvedLate', 'unresolved', 'unresolvedOverdue', 'breached', 'reopened', 'referred', 'merged', 'invalid', 'resolutionMedianHours', 'resolutionP90Hours', 'backlog'] as const;

type Behind = { angka: string; dari: string; sampai: string } & Record<string, string>;

/** A figure, and by it the tickets behind it. */
function Cell({ figures: f, column: c, behind }: { figures: Figures; column: (typeof columns)[number]; behind: Behind }) {
  const { t } = useTranslation();
  if (c.endsWith('Hours')) return hours(f[c]);
  const value = f[c] as number;
  if (value === 0) return <span className="soft">0</span>;
  return (
    <Link to="/laporan/tiket" search={behind} aria-label={t('reports.open', { figure: t(`reports.column.${c}`), count: value })}>
      {number(value)}
    </Link>
  );
}
const hours = (value: number | null) => (value === null || value === undefined ? '–' : stretch(value * 60));
const percent = (part: number, whole: number) => (whole === 0 ? '–' : `${number((part / whole) * 100, 1)} %`);
const rate = (f: Figures, of: 'answered' | 'resolved') =>
  of === 'answered' ? f.answeredInTime / Math.max(1, f.answeredInTime + f.answeredLate + f.unansweredOverdue) : f.resolvedInTime / Math.max(1, f.resolvedInTime + f.resolvedLate + f.unresolvedOverdue);

type Change = { word: string; good: boolean } | null;
function delta(now: number, then: number | undefined, lessIsBetter = false): Change {
  if (then === undefined || now === then) return null;
  return { word: `${now > then ? '+' : '−'}${number(Math.abs(now - then))}`, good: lessIsBetter ? now < then : true };
}
function points(now: Figures, then: Figures | undefined, of: 'answered' | 'resolved'): Change {
  if (!then || then.received === 0) return null;
  const d = (rate(now, of) - rate(then, of)) * 100;
  return Math.abs(d) < 0.05 ? null : { word: `${d > 0 ? '+' : '−'}${number(Math.abs(d), 1)}`, good: d > 0 };
}

function Headline({ word, value, change, behind }: { word: string; value: string; change?: Change; behind?: Behind }) {
  const { t } = useTranslation();
  return (
    <div className="figure">
      <b>
        {behind && value !== '0' ? (
          <Link to="/laporan/tiket" search={behind} aria-label={`${word}: ${value}`}>
            {value}
          </Link>
        ) : (
          value
        )}
      </b>
      <span>{word}</span>
      {change && <span style={{ color: change.good ? 'var(--accent)' : 'var(--red)' }}>{t('reports.against', { change: change.word })}</span>}
    </div>
  );
}
