package dev.mastio.proxy.auth.dpop;

/** Numbers that are spread evenly, at some eleven to twenty-two bytes each. */
final class LongSet {

    private static final int LEAST = 64;
    /** What an empty place holds; it stands for itself only by {@link #kept}. */
    private static final long NONE = 0;

    private long[] places = new long[LEAST];
    private int size;

    boolean contains(long number) {
        return places[place(places, kept(number))] != NONE;
    }

    void add(long number) {
        if (size >= places.length / 4 * 3) {
            grow();
        }
        int place = place(places, kept(number));
        if (places[place] == NONE) {
            places[place] = kept(number);
            size++;
        }
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[2 * places.length];
        for (long number : places) {
            if (number != NONE) {
                larger[place(larger, number)] = number;
            }
        }
        places = larger;
    }

    /** Where it is, or would be. */
    private static int place(long[] places, long number) {
        int mask = places.length - 1;
        int place = (int) (number >>> 32) & mask;
        while (places[place] != NONE && places[place] != number) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static long kept(long number) {
        return number == NONE ? 1 : number;
    }
}
