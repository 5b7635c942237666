import type { NoticeOrder } from '../domain/controller-notice.js';
import type { NoticeLetterData } from '../domain/letter.js';
import { controllerOf } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import type { Links } from './links.js';

interface NoticeContext {
  readonly caseId: string;
  readonly organisation: Organisation;
  readonly links: Links;
}

/** What the case ordered, with what only the organisation can tell. */
export function noticeDataOf(order: NoticeOrder, { caseId, organisation, links }: NoticeContext): NoticeLetterData {
  const processor = controllerOf(organisation, order.controller);
  if (processor === undefined) throw new Error(`The organisation file has no controller ${order.controller}`);
  const { mail, phone } = organisation.contact.dpo;
  const { letter, reference, text, timeZone, addressee } = order;
  return {
    ...{ letter, reference, text, timeZone, language: addressee.language, recipientName: addressee.name },
    processor: processor.name,
    contactPoint: phone === undefined ? mail : `${mail}, ${phone}`,
    awareAt: order.startsAt,
    noticeUrl: links.notice(caseId),
  };
}
