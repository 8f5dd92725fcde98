import type { AccountWords } from './text.ts'

export const text: AccountWords = {
  balance: {
    heading: 'الوحدات',
    left: 'المتبقي: {amount}',
    none: 'ليست لديكم وحدات.',
    debt: 'رصيدكم سالب بمقدار: {amount}. ما يُضاف إليه لاحقًا يُسدَّد منه ذلك أولًا.',
    endless: 'بلا تاريخ انتهاء',
    endsBy: 'صالحة حتى {date} على أبعد تقدير',
    later: 'عرض ما يدوم أطول',
    spent: 'المستخدَم في آخر {days} يومًا: {amount}',
    days: 'يومًا بيوم',
    buy: 'شراء وحدات',
    ending: 'رصيد الوحدات المنتهي بـ \u2068{ending}\u2069',
    unknown: 'تعذّر علينا التحقق من رصيدكم.',
  },
}
