import { ServiceError } from '../services/service-error.ts'

/** What a read of our tables gives, or what to do first: without the migrations there is nothing to look at. */
export async function orNoTable<T>(read: () => Promise<T>): Promise<T | string> {
  try {
    return await read()
  } catch (error) {
    const isClosed =
      error instanceof ServiceError && ['42501', '42703', 'PGRST106'].includes(error.code ?? '')
    if (isClosed || (error instanceof ServiceError && error.status === 404))
      return 'first fix what is said above of the migrations, or of the schemas that the Data API serves'
    throw error
  }
}
