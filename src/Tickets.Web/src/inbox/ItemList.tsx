import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../api/names';
import { ago } from '../text/time';
import { useNow } from '../ticket/Clocks';
import { PlatformMark } from '../ticket/words';
import { bandOf, type Band, type Item } from './order';

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
export function ItemList({ items, open, cursor, chosen, selectable, newer, onNewer, onOpen, onSelect, onEnd }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const rows: ({ band: Band } | { item: Item })[] = [];
  let band: Band | null = null;
  for (const item of items) {
    const own = bandOf(item);
    if (own !== band) rows.push({ band: (band = own) });
    rows.push({ item });
  }

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
          const place = { position: 'absolute' as const, top: 0, left: 0, right: 0, transform: `translateY(${v.start}px)` };
          if ('band' in row)
            return (
              <div key={v.key} className="band" data-band={row.band} style={place}>
                {t(`inbox.band.${row.band}`)}
              </div>
            );
          const item = row.item;
          const who = item.citizen ?? t('inbox.unnamed');
          return (
            <div
              key={v.key}
              className="item"
              style={place}
              data-open={item.id === open || undefined}
              data-id={item.id}
              onClick={(e) => (e.shiftKey && selectable ? onSelect(item.id, true) : onOpen(item.id))}
            >
              <input type="checkbox" disabled={!selectable} checked={chosen.has(item.id)} aria-label={t('inbox.select', { who })} onClick={(e) => e.stopPropagation()} onChange={(e) => onSelect(item.id, (e.nativeEvent as MouseEvent).shiftKey)} />
              <button type="button" className="opener ellipsis who" onClick={() => onOpen(item.id)} aria-current={item.id === open || undefined}>
                {who}
              </button>
              <time className="soft nums" dateTime={item.lastMessageAt} style={{ fontSize: '0.75rem' }}>
                {ago(item.lastMessageAt, now)}
              </time>
              <span className="words">{item.preview || t('words.idOnly')}</span>
              <span className="facts">
                <PlatformMark platform={item.platform} audience={item.audience} />
                {item.exposes && <b style={{ color: 'var(--red)' }}>{t('inbox.exposes')}</b>}
                <span className="ellipsis">{item.dismissalReason ?? names.topic(item.topic)}</span>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
