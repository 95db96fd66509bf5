/** Under a list: which part of it is shown, and links to the parts before and after. */
import { PAGE_ROWS, type Listed } from './list';
import { addressOf } from './url-state';

export function Pager({ place, items, total }: Listed) {
  const { page } = place.filters;
  const pages = Math.ceil(total / PAGE_ROWS);
  const first = (page - 1) * PAGE_ROWS + 1;
  const range = items.length
    ? `${first.toLocaleString()}–${(first + items.length - 1).toLocaleString()} of `
    : '';
  const link = (label: string, target: number) => (
    <a
      class="button button-small"
      href={addressOf({ ...place, open: null, filters: { ...place.filters, page: target } })}
    >
      {label}
    </a>
  );
  return (
    <nav id="work-pages" class="work-pages" aria-label="Pages" hidden={total === 0}>
      <span class="muted">{`${range}${total.toLocaleString()}`}</span>
      <span class="work-steps">
        {(page > 2 || (page > 1 && page > pages)) && link('First', 1)}
        {page > 1 && page <= pages && link('Previous', page - 1)}
        {page < pages && link('Next', page + 1)}
      </span>
    </nav>
  );
}
