package digest

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

const monday = value.Date(19000)

func programme() *catalog.Catalog {
	c := &catalog.Catalog{Pack: catalog.Pack{Root: "4418"},
		Areas: catalog.NewAreas([]catalog.Area{{Code: "441823", Name: "阳山县", Level: "county"},
			{Code: "441823105", Name: "小江镇", Level: "town"}}),
		Rules: []*catalog.Rule{{Name: "water_unsafe", Task: &catalog.TaskSpec{Name: "secure_water",
			Label: fault.Text{Zh: "核实饮水安全", En: "Verify the water"}}}}}
	c.Index()
	return c
}

func due(kind, area string, day value.Date) store.Task {
	return store.Task{County: "441823", Kind: kind, Area: area, Due: day, Why: `{"zh":"张三家的饮水"}`}
}

func TestALetterSaysWhatWhereAndWhenAndNothingOfAnybody(t *testing.T) {
	l := letter{day: monday, cat: programme(), site: "https://jieli.example.cn", tasks: []store.Task{
		due("secure_water", "441823105", monday.AddDays(3)), due("secure_water", "441823105", monday.AddDays(-2)),
		due("secure_water", "441823105", monday.AddDays(-2)), due("secure_water", "441823105", 0)}}
	if got := l.subject(); !strings.Contains(got, "逾期 2 项，今天到期 0 项，一周内到期 1 项") {
		t.Errorf("subject: %s", got)
	}
	body := l.body()
	for _, want := range []string{"逾期 2 天　核实饮水安全　小江镇　2 项", "无期限　核实饮水安全　小江镇　1 项", "https://jieli.example.cn"} {
		if !strings.Contains(body, want) {
			t.Errorf("the letter lacks %q:\n%s", want, body)
		}
	}
	if strings.Contains(body, "张三") {
		t.Errorf("a villager's name is in the letter:\n%s", body)
	}
	if late, open := strings.Index(body, "逾期 2 天"), strings.Index(body, "无期限"); late > open {
		t.Errorf("what is late stands below what has no day:\n%s", body)
	}
}

func TestAClimbedTaskIsNotCountedTwice(t *testing.T) {
	climbed := due("secure_water", "441823105", monday.AddDays(-2))
	climbed.Level = 1
	if d := count([]store.Task{due("secure_water", "441823105", monday.AddDays(-2)), climbed}, monday); d.late != 1 {
		t.Errorf("one late task counts %d", d.late)
	}
}

// server is a mail server for one letter; it offers no encryption.
func server(t *testing.T) (address string, got chan string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	got = make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		converse(conn, got)
	}()
	return l.Addr().String(), got
}

func converse(conn net.Conn, got chan string) {
	say := func(line string) { conn.Write([]byte(line + "\r\n")) }
	say("220 test")
	in := bufio.NewScanner(conn)
	var letter strings.Builder
	data := false
	for in.Scan() {
		line := in.Text()
		switch {
		case data && line == ".":
			data = false
			got <- letter.String()
			say("250 kept")
		case data:
			letter.WriteString(line + "\n")
		case line == "DATA":
			data = true
			say("354 go on")
		case line == "QUIT":
			say("221 bye")
			return
		default:
			say("250 well")
		}
	}
}

func TestALetterArrivesInChinese(t *testing.T) {
	address, got := server(t)
	s := &SMTP{Address: address, From: "接力 <jieli@example.cn>"}
	if err := s.Send(context.Background(), "leader@example.cn", "待办", "逾期 1 项"); err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(<-got, "\n\n")
	if !strings.Contains(head, "To: leader@example.cn") {
		t.Errorf("head: %s", head)
	}
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\n", ""))
	if err != nil || string(text) != "逾期 1 项" {
		t.Errorf("body: %q, %v", text, err)
	}
}

func TestALineBreakInAnAddressAddsNoHeader(t *testing.T) {
	s := &SMTP{Address: "127.0.0.1:1", From: "jieli@example.cn"}
	if err := s.Send(context.Background(), "a@example.cn\r\nBcc: b@example.cn", "待办", ""); err != errLine {
		t.Errorf("sent, or refused for another reason: %v", err)
	}
}

func TestAServerElsewhereMustEncrypt(t *testing.T) {
	if isLocal("mail.example.cn") || !isLocal("127.0.0.1") {
		t.Error("which server stands on this machine is told wrongly")
	}
}

func TestAChatThatRefusesIsHeard(t *testing.T) {
	var asked map[string]any
	answer := `{"errcode":93000,"errmsg":"invalid webhook url"}`
	chat := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		json.NewDecoder(r.Body).Decode(&asked)
		w.Write([]byte(answer))
	}))
	defer chat.Close()
	w := &Webhook{URL: chat.URL + "?key=secret"}
	if err := w.Post(context.Background(), "待办"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("refusal: %v", err)
	}
	answer = `{"errcode":0}`
	if err := w.Post(context.Background(), "待办"); err != nil || asked["msgtype"] != "text" {
		t.Errorf("post: %v, %v", err, asked)
	}
	chat.Close()
	if err := w.Post(context.Background(), "待办"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("the key of the robot stands in the error: %v", err)
	}
}
