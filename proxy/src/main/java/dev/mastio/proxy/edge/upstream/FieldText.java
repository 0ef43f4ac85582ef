package dev.mastio.proxy.edge.upstream;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;

/** What the fields of a request may consist of, so that each is still one, and the same, in HTTP/1.1 (RFC 9110, 5.5; RFC 9113, 8.2.1). */
public final class FieldText {

    private static final char BLANK = ' ';
    private static final char DELETE = 0x7f;

    private FieldText() {}

    /** Whether each of them does: HTTP/2 brings any bytes, and Undertow looks at those of names only, where it takes a colon too. */
    public static boolean isClear(HeaderMap fields) {
        for (long at = fields.fastIterateNonEmpty(); at != -1L; at = fields.fiNextNonEmpty(at)) {
            if (!isClear(fields.fiCurrent(at))) {
                return false;
            }
        }
        return true;
    }

    static boolean isClear(HeaderValues field) {
        HttpString name = field.getHeaderName();
        for (int i = 0; i < name.length(); i++) {
            if (name.byteAt(i) == ':') {
                return false;
            }
        }
        for (int i = 0; i < field.size(); i++) {
            if (!isClear(field.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClear(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < BLANK && c != '\t') || c == DELETE) {
                return false;
            }
        }
        return true;
    }
}
