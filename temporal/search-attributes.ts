import { isGrpcServiceError, type ConnectionLike } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributeTypes } from '../domain/search-attributes.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const valueTypes = {
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
} as const;

const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

/** Makes the attributes known to a cluster; a second time changes nothing. The embedded server gets them as it starts. */
export async function registerSearchAttributes(connection: ConnectionLike, namespace: string): Promise<void> {
  for (const [name, type] of Object.entries(searchAttributeTypes)) {
    try {
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: { [name]: valueTypes[type] },
      });
    } catch (error) {
      if (!isAnswered(error, ALREADY_EXISTS)) throw error;
    }
  }
}

/** The cluster knows who asks, and leaves this to its owner: Temporal Cloud does. */
export const isLeftToOwner = (error: unknown): boolean => isAnswered(error, PERMISSION_DENIED, UNIMPLEMENTED);

function isAnswered(error: unknown, ...codes: readonly number[]): boolean {
  return isGrpcServiceError(error) && codes.includes(error.code);
}
