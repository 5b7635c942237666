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

/** Makes the attributes known to a cluster; a second time changes nothing. The embedded server gets them as it starts. */
export async function registerSearchAttributes(connection: ConnectionLike, namespace: string): Promise<void> {
  for (const [name, type] of Object.entries(searchAttributeTypes)) {
    try {
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: { [name]: valueTypes[type] },
      });
    } catch (error) {
      if (!isGrpcServiceError(error) || (error.code as number) !== ALREADY_EXISTS) throw error;
    }
  }
}
