// Asks the parser of the Kubernetes CronJob controller (robfig/cron v3) when schedules fire, and prints the answers.
//
//	go run . > ../resources/dev/mastio/operator/soak/cron-corpus.txt
//	go run . -zones all -random 400 -seed 7 > /tmp/wide.txt      (then: mvn -pl operator test -Dtest=CronCorpusTest -Dmastio.corpus=/tmp/wide.txt)
//
// A block a zone: "zone NAME", "after" with instants in UTC, and then a line for each schedule with, for each instant, the minutes from it
// (rounded down to the minute) to the next time; "-" when there is none. At the end a line for each text that was tried on the parser alone.
package main

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

var schedules = []string{
	"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually",
	"* * * * *", "*/5 * * * *", "*/7 * * * *", "0 * * * *", "30 * * * *", "15,45 * * * *", "59 23 * * *",
	"0 0 * * *", "30 0 * * *", "0 1 * * *", "30 1 * * *", "45 1 * * *", "59 1 * * *", "0 2 * * *", "15 2 * * *", "30 2 * * *", "45 2 * * *",
	"0 3 * * *", "30 3 * * *", "0 5 * * *", "45 5 * * *", "0 12 * * *", "*/15 2 * * *", "*/20 1-3 * * *", "0 */2 * * *", "0 1/2 * * *", "10 */3 * * *",
	"0 0 * * 0", "0 0 * * sun", "0 0 * * SUN,wed", "30 2 * * 0", "0 4 * * 1-5", "0 4 * * mon-fri", "0 4 * * 6", "0 4 * * 0-6", "0 4 * * */2", "0 4 * * 5/2",
	"0 0 1 * *", "0 6 1,15 * *", "0 6 31 * *", "0 6 30 4,6,9,11 *", "0 6 29 2 *", "0 0 29 2 *", "0 0 30 2 *", "0 0 31 4 *", "0 6 */10 * *", "0 6 10-20/5 * *", "0 6 28-31 * *", "0 6 20/3 * *",
	"0 6 13 * 5", "0 6 13 * fri", "0 6 1 * 1", "0 6 1-7 * 1", "0 6 */2 * 1", "0 6 */1 * 1", "0 6 1-31 * 1", "0 6 * * 1", "0 6 ? * 1", "0 6 15 * ?", "0 6 15 * */1", "0 6 15 * 0-6", "0 6 *,5 * 1", "0 6 1 * */3", "0 6 29 2 1",
	"0 6 * jan *", "0 6 * mar,OCT *", "0 6 * */3 *", "0 6 * 4-10/2 sat", "0 6 1 7/2 *", "23 5 11 11 *", "0 0 1 1 1",
	"0 2,3 * * *", "5-10 2 * * *", "30 1,2 29 3 *", "0-59/13 2 25 10 0",
}

// Only parsed: whether the controller takes them.
var texts = []string{
	"", " ", "* * * *", "* * * * * *", "0 0 0 * * ?", "* * * * * 2027", "@Daily", "@every 1h", "@every", "@reboot", "@", "daily", "TZ=UTC * * * * *", "CRON_TZ=Europe/Rome 0 2 * * *",
	"60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 7", "* * * * 0-7", "* * * * sun-sat", "* * * * sat-sun", "* * * * sunday", "* * * janu *", "* * * * 5-1",
	"-1 * * * *", "*/0 * * * *", "*/-2 * * * *", "*/x * * * *", "1/2/3 * * * *", "1-2-3 * * * *", "1- * * * *", "a * * * *", "1.5 * * * *", "*/90 * * * *", "0 0 L * *", "0 0 15W * *", "0 0 * * 5#2", "0 0 * * 5L", "H * * * *",
	"+5 * * * *", "*-5 * * * *", ", * * * *", "1,,2 * * * *", "1, * * * *", "?/5 * * * *", "  5   4\t* * *  ", "0 0 ? ? ?", "99999999999 * * * *", "٥ * * * *",
}

func randomField(r *rand.Rand, min, max int) string {
	number := func() int { return min + r.Intn(max-min+1) }
	switch r.Intn(7) {
	case 0, 1:
		return "*"
	case 2:
		return fmt.Sprintf("*/%d", 1+r.Intn(max/2))
	case 3:
		return fmt.Sprintf("%d,%d", number(), number())
	case 4:
		from, to := number(), number()
		if from > to {
			from, to = to, from
		}
		return fmt.Sprintf("%d-%d/%d", from, to, 1+r.Intn(4))
	default:
		return fmt.Sprint(number())
	}
}

func randomSchedule(r *rand.Rand) string {
	return strings.Join([]string{randomField(r, 0, 59), randomField(r, 0, 23), randomField(r, 1, 31), randomField(r, 1, 12), randomField(r, 0, 6)}, " ")
}

// changes finds the clock changes between two instants.
func changes(zone *time.Location, from, to time.Time) []time.Time {
	var found []time.Time
	for t := from; t.Before(to); t = t.Add(time.Hour) {
		_, before := t.In(zone).Zone()
		next := t.Add(time.Hour)
		if _, after := next.In(zone).Zone(); before != after {
			at := t
			for step := time.Hour / 2; step >= time.Second; step /= 2 {
				if _, offset := at.Add(step).In(zone).Zone(); offset == before {
					at = at.Add(step)
				}
			}
			found = append(found, at.Round(time.Minute))
		}
	}
	return found
}

func instants(zone *time.Location) []time.Time {
	at := []time.Time{
		time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 2, 28, 23, 59, 30, 0, zone),
		time.Date(2026, 12, 31, 23, 59, 0, 0, zone),
		time.Date(2028, 2, 29, 6, 0, 0, 0, zone),
	}
	around := []time.Duration{-170 * time.Hour, -25 * time.Hour, -4 * time.Hour, -90 * time.Minute, -30*time.Minute - time.Second, -time.Minute, -time.Second, 0, 20 * time.Second,
		15 * time.Minute, 30 * time.Minute, 45*time.Minute + 17*time.Second, time.Hour, 3 * time.Hour, 23 * time.Hour, 26 * time.Hour}
	for _, change := range changes(zone, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)) {
		for _, distance := range around {
			at = append(at, change.Add(distance))
		}
	}
	sort.Slice(at, func(i, j int) bool { return at[i].Before(at[j]) })
	return at
}

func allZones() []string {
	const root = "/usr/share/zoneinfo"
	var names []string
	for _, continent := range []string{"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"} {
		filepath.Walk(filepath.Join(root, continent), func(path string, info os.FileInfo, err error) error {
			if err == nil && info.Mode().IsRegular() {
				names = append(names, strings.TrimPrefix(path, root+"/"))
			}
			return nil
		})
	}
	return names
}

func main() {
	zones := flag.String("zones", "Europe/Rome,America/New_York,Australia/Lord_Howe,Africa/Cairo,America/Havana,Etc/UTC", "comma-separated, or all")
	random := flag.Int("random", 30, "schedules made at random, beside the chosen ones")
	seed := flag.Int64("seed", 1, "for those")
	flag.Parse()

	r := rand.New(rand.NewSource(*seed))
	all := append([]string{}, schedules...)
	for range *random {
		all = append(all, randomSchedule(r))
	}
	names := strings.Split(*zones, ",")
	if *zones == "all" {
		names = allZones()
	}
	for _, name := range names {
		zone, err := time.LoadLocation(name)
		if err != nil {
			panic(err)
		}
		fmt.Println("zone", name)
		fmt.Print("after")
		at := instants(zone)
		for _, t := range at {
			fmt.Print(" ", t.UTC().Format(time.RFC3339))
		}
		fmt.Println()
		for _, text := range all {
			// As the controller does it: the time zone of the CronJob becomes a prefix of its schedule.
			schedule, err := cron.ParseStandard("TZ=" + name + " " + text)
			if err != nil {
				panic(fmt.Sprint(text, err))
			}
			fmt.Print(text, " |")
			for _, t := range at {
				if next := schedule.Next(t); next.IsZero() {
					fmt.Print(" -")
				} else {
					fmt.Print(" ", int64(next.Sub(t.Truncate(time.Minute))/time.Minute))
				}
			}
			fmt.Println()
		}
	}
	fmt.Println("texts")
	for _, text := range texts {
		verdict := "taken"
		if _, err := cron.ParseStandard(text); err != nil {
			verdict = "refused"
		}
		fmt.Printf("%s %q\n", verdict, text)
	}
}
