import type { DataSubjectKind, DataType, Extent } from '../domain/breach.extent.js';
import type { VerisRecord } from './veris.js';

/** Words of VERIS that say the same as the template of the EDPB; those that say less, such as “Personal”, stand for nothing. */
const dataTypesIn: Readonly<Record<string, DataType>> = {
  ...{ Medical: 'health', Payment: 'payment', Bank: 'financial', Credentials: 'credentials' },
};
const kindsIn: Readonly<Record<string, DataSubjectKind>> = {
  ...{ Customer: 'customers', Patient: 'patients', Employee: 'employees', Student: 'students' },
};

/**
 * How far it went, as far as the record says (GDPR Art. 33(3)(a)); undefined where it says nothing. Records are
 * counted there and people are not, and of a number nobody says how exact it is. Encrypted data may lie beside their
 * key: only that nothing was encrypted is an answer.
 */
export function extentIn({ confidentiality }: VerisRecord): Extent | undefined {
  const { data, data_total: total, data_victim: victims, state } = confidentiality;
  const dataTypes = known(
    data.map(({ variety }) => variety),
    dataTypesIn,
  );
  const dataSubjectKinds = known(victims ?? [], kindsIn);
  const isReadable = (state ?? []).some((word) => word.endsWith(' unencrypted'));
  const counted = total !== null && total !== undefined && total > 0;
  if (!counted && !isReadable && dataTypes.length === 0 && dataSubjectKinds.length === 0) return undefined;
  return {
    dataSubjects: 'unknown',
    records: counted ? { count: total, precision: 'approximate' } : 'unknown',
    ...{ dataSubjectKinds, dataTypes },
    encryption: isReadable ? 'none' : 'unknown',
  };
}

function known<T extends string>(words: readonly string[], meant: Readonly<Record<string, T>>): readonly T[] {
  return [...new Set(words.flatMap((word) => meant[word] ?? []))];
}
