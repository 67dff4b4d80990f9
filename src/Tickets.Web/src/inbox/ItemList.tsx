import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../api/names';
import { ago, left, minutesOf, moment } from '../text/time';
import { isRoundTheClock, stateOf, useNow } from '../ticket/Clocks';
import { ClockIcon } from '../ticket/ClockIcon';
import { bandOf, topicOf, type Band, type Item } from './order';

type Props = {
  items: Item[];
  open: number | null;
  cursor: number | null;
  chosen: Set<number>;
  selectable: boolean;
  newer: number;
  onNewer: () => void;
  onOpen: (id: number) => void;
  onSelect: (id: number, range: boolean) => void;
  onEnd: () => void;
};

/** Thousands of rows, of which only those in sight are there. */
export const ItemList = memo(function ItemList({ items, open, cursor, chosen, selectable, newer, onNewer, onOpen, onSelect, onEnd }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => {
    const rows: ({ band: Band } | { item: Item })[] = [];
    let band: Band | null = null;
    for (const item of items) {
      const own = bandOf(item);
      if (own !== band) rows.push({ band: (band = own) });
      rows.push({ item });
    }
    return rows;
  }, [items]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => ('band' in rows[i]! ? 28 : 76),
    getItemKey: (i) => {
      const row = rows[i]!;
      return 'band' in row ? row.band : row.item.id;
    },
    overscan: 10,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 15) onEnd();
  }, [last, rows.length]); // eslint-disable-line
  useEffect(() => {
    const at = rows.findIndex((r) => 'item' in r && r.item.id === (cursor ?? open));
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [cursor]); // eslint-disable-line

  return (
    <div className="scrolls" ref={scroller} tabIndex={0} role="group" aria-label={t('inbox.list')}>
      {newer > 0 && (
        <button type="button" className="newer" onClick={onNewer}>
          {t('inbox.newer', { count: newer })}
        </button>
      )}
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {seen.map((v) => {
          const row = rows[v.index]!;
          if ('band' in row)
            return (
              <div key={v.key} className="band" data-band={row.band} style={{ position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${v.start}px)` }}>
                {t(`inbox.band.${row.band}`)}
              </div>
            );
          const item = row.item;
          return (
            <Row
              key={v.key}
              item={item}
              at={v.start}
              isOpen={item.id === open}
              isChosen={chosen.has(item.id)}
              selectable={selectable}
              topic={item.dismissalReason ?? (topicOf(item) === null ? '' : names.topic(item.topic))}
              now={now}
              onOpen={onOpen}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
});

type RowProps = { item: Item; at: number; isOpen: boolean; isChosen: boolean; selectable: boolean; topic: string; now: number; onOpen: (id: number) => void; onSelect: (id: number, range: boolean) => void };

/** One conversation: who, how it is put, where, and how long there is to decide. */
const Row = memo(function Row({ item, at, isOpen, isChosen, selectable, topic, now, onOpen, onSelect }: RowProps) {
  const { t } = useTranslation();
  const who = item.citizen ?? t('inbox.unnamed');
  return (
    <div
      className="item"
      style={{ position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${at}px)` }}
      data-open={isOpen || undefined}
      data-id={item.id}
      onClick={(e) => (e.shiftKey && selectable ? onSelect(item.id, true) : onOpen(item.id))}
    >
      <input type="checkbox" disabled={!selectable} checked={isChosen} aria-label={t('inbox.select', { who })} onClick={(e) => e.stopPropagation()} onChange={(e) => onSelect(item.id, (e.nativeEvent as MouseEvent).shiftKey)} />
      <button type="button" className="opener ellipsis who" onClick={() => onOpen(item.id)} aria-current={isOpen || undefined}>
        {who}
      </button>
      <time className="soft nums" dateTime={item.lastMessageAt} style={{ fontSize: '0.75rem' }}>
        {ago(item.lastMessageAt, now)}
      </time>
      <span className="words">{item.preview || t('words.idOnly')}</span>
      <span className="facts">
        <span>
          {t(`platform.${item.platform}`)}
          {item.audience === 'Private' && ` · ${t('words.private')}`}
        </span>
        {item.exposes && <b style={{ color: 'var(--red)' }}>{t('inbox.exposes')}</b>}
        <span className="ellipsis grow">{topic}</span>
        {item.decideBy && <ToDecide item={item} now={now} />}
      </span>
    </div>
  );
});

/** How long there is to decide, in working time. Between two looks of the service it can only have become less: never more than the hours on the wall. */
function ToDecide({ item, now }: { item: Item; now: number }) {
  const { t } = useTranslation();
  const due = Date.parse(item.decideBy!);
  const late = due < now;
  const remains = Math.min(item.left ? minutesOf(item.left) : Infinity, Math.max(0, (due - now) / 60_000));
  const state = stateOf({ late, share: item.share, paused: false });
  return (
    <span className="due" data-state={state} title={t('inbox.decideBy', { at: moment(item.decideBy!) })}>
      <ClockIcon state={state} />
      {late ? t('clock.late') : left(remains, isRoundTheClock(item.calendar))}
    </span>
  );
}
