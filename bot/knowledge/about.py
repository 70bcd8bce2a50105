"""A fault's code goes in, its longer explanation comes out: what it means, why it matters, how it is mended."""

from __future__ import annotations

ABOUT: dict[str, tuple[str, str]] = {
    "K001": ("folder not found", "The knowledge folder is not there or cannot be listed. Give its path: `mayi check FOLDER`."),
    "K002": (
        "file missing",
        "A policy needs policy.yaml, data.yaml and at least one tool below tools/. Copy the sample's and change it.",
    ),
    "K003": (
        "file cannot be read, or is a link, a device or a pipe",
        "Knowledge files are UTF-8 text of at most 8 MB that the bot's user may read, and plain files in folders of"
        " their own: a link may lead anywhere.",
    ),
    "K004": (
        "broken YAML",
        "The file is not YAML from this line on, so nothing of it could be read. Usual causes: a missing quote or bracket,"
        " a colon followed by a space inside a text (put the text in quotes), or a line that is indented by one space too many.",
    ),
    "K005": (
        "tab character",
        "YAML is indented with spaces. Replace the tab by two spaces; most editors can do so for a whole file.",
    ),
    "K006": ("field given twice", "Of two equal fields one would be lost silently. Keep one."),
    "K007": (
        "too deep or too large",
        "Nesting beyond 50 levels, or aliases (`*name`) that unfold to more than 500,000 parts, are refused: no policy"
        " needs them, and they can bring a program down. Write the parts out.",
    ),
    "K008": (
        "wrong shape",
        "A list stands where a word is expected, or the other way round. docs/knowledge.md shows each field.",
    ),
    "K009": ("unknown field", "Fields that nobody reads are faults, so that a typing error never passes silently."),
    "K010": ("field missing", "Without this field the entry says nothing. docs/knowledge.md shows each field."),
    "K011": ("unknown word", "Only a few words are possible here; the message lists them."),
    "K012": ("unknown data type", "Data types and data classes are listed in data.yaml. Add the id there, or correct it here."),
    "K013": (
        "unknown tool",
        "Tools are the files below tools/; an offering is written tool/offering. Add it there, or correct it here.",
    ),
    "K014": ("unknown condition", "Conditions are listed in conditions.yaml."),
    "K015": (
        "unknown rule",
        "`sets_aside` names ids of rules.yaml, rules/*.yaml, waivers.yaml, or a matrix cell as `matrix:ROW:COLUMN`.",
    ),
    "K016": ("unknown transformation", "Transformations are listed in data.yaml under `transformations`."),
    "K017": ("unknown data class", "Data classes are listed in data.yaml under `classes`."),
    "K018": ("unknown person or group", "A waiver names a `match`, a `team` or a `role` of people.yaml, or `*` for everybody."),
    "K019": ("id of the wrong form", "Ids are lower-case words with hyphens, such as `customer-names`."),
    "K020": ("one id for two things", "Ids are unique over all files, because answers, waivers and receipts name rules by them."),
    "K021": (
        "circle",
        "Two entries that set each other aside, or that are each other's broader type, leave nothing to decide by.",
    ),
    "K022": ("not a date", "Dates are written year-month-day: 2026-11-03. A period must not end before it starts."),
    "K023": ("unknown word in a matrix cell", "A cell holds allow, conditional, review or deny; empty or unknown makes no rule."),
    "K024": (
        "matrix of the wrong form",
        "The first column is `tool`; each row has as many cells as the first line, each row and column once.",
    ),
    "K025": (
        "heading not found",
        "`cites` names a heading of a file below guidance/, as file.md#heading-in-lower-case-with-hyphens.",
    ),
    "K026": (
        "condition without conditions",
        "A rule or cell says that there are conditions but none is given. Until one is, people are told to ask the policy owner.",
    ),
    "K027": (
        "reaches nothing",
        "No offering or data type has these facts today, so the rule has no effect yet. Often a typing error.",
    ),
    "K028": ("condition never used", "No rule, cell or waiver names this condition, so nobody will ever be told about it."),
    "K029": (
        "file not read",
        "The file has no name that the policy knows, so nothing of it is used. docs/knowledge.md lists the names.",
    ),
    "K030": ("no data class", "A data type without a class or a broader type is reached only by rules that name it."),
    "K031": (
        "text missing in the policy's language",
        "Another language's words are shown instead. Add the first language of policy.yaml.",
    ),
    "K032": ("unknown catalog id", "The shipped catalog has no such entry, so its names and words are not used here."),
    "K033": ("no steps", "The incident playbook needs a numbered list: its lines become the steps that people are shown."),
    "K034": (
        "two things of one name",
        "The same words mean two tools or two data types, so people will be asked which one they mean.",
    ),
    "K035": ("no owner", "Nobody is named who answers for the policy. Add `owner` to policy.yaml."),
    "K036": ("not a number", "Digits only, such as 365."),
    "K037": (
        "conditions without effect",
        "Only rules with the effect `condition` or `review` have conditions; these are never shown.",
    ),
    "K038": ("not a web address", "Addresses start with https:// (or http://)."),
    "K039": (
        "unknown task, or a tool named twice",
        "`start_with` sorts tools by what they are made for: `any`, or a family of tools such as translator or code-assistant."
        " Each tool stands once below it, in the order in which people are told.",
    ),
    "K040": ("tag not read", "YAML tags (`!!...`) are not needed: every value is read as the words that stand there."),
    "K041": (
        "cells that nothing covers",
        "No rule and no matrix cell says anything of this tool with this data, so people are told that the policy is silent and"
        " are sent to the owner. Add a rule, fill the cell, or say in policy.yaml what silence means (`default`).",
    ),
    "K042": (
        "rule that never decides",
        "Wherever this rule reaches, for every role, country and waiver, another rule is stricter or sets it aside, so nobody is"
        " ever answered by it. Strictest first: forbid, review, condition, allow. Delete it, or let it set the other aside.",
    ),
    "K043": (
        "contradiction that only precedence settles",
        "One rule grants just what another one limits, and no file says which of them is meant to win; the stricter one does. A"
        " narrower rule within a broader one is an exception and no contradiction. Name the one that gives way in `sets_aside`.",
    ),
    "K044": (
        "free plan looser than a paid one",
        "People would take data to the plan that protects it least. A plan is free if it is called `free` or has `price: free`.",
    ),
    "K045": (
        "stricter class looser than a milder one",
        "By the `rank` of the classes the one data is more sensitive than the other, yet this tool takes it more freely.",
    ),
    "K046": (
        "tool without review date",
        "Plans and terms change. With `review_by` somebody is told to look again, and answers say when nobody did.",
    ),
    "K047": (
        "waiver that has ended",
        "Its last day is over, so it changes nothing any more. Delete it, or have it approved anew.",
    ),
    "K048": (
        "condition that nobody can meet",
        "Nobody has the role or country that a rule asks for, nobody could confirm a condition, or the same words say that it is"
        " met and that it is not. So nobody ever gets what the rule grants.",
    ),
    "K049": (
        "accepted warning that is none",
        "policy.yaml accepts a warning that is not given any more. Delete the line, so that a later one is heard.",
    ),
    "K050": (
        "advice that breaks a law",
        "More sensitive data must never move advice towards less control, and more volume never away from fixed costs, whatever"
        " else is answered. The points of this answer in advice.yaml would. docs/advice.md tells how the table is read.",
    ),
    "K051": (
        "the organisation's own name as data",
        "Whoever says where they work would be read to speak of this data. Take the name out.",
    ),
    "K052": (
        "everyday word that allows",
        "Nearly every message holds such a word, and this data is allowed somewhere: another message may be told yes for it. Use"
        " two words or more, or accept the warning in policy.yaml where nobody says the word of anything else.",
    ),
    "K053": (
        "sensitive thing in the mildest class",
        "By the catalog such data is confidential or more in most houses, and here it is tied to what everybody may use. Look"
        " whether that is meant: everything that the catalog knows to be such a thing is ruled like this.",
    ),
    "K054": (
        "name that says what was done",
        'People who say "de-identified notes" are read to mean notes that were de-identified. `becomes` at their class says that'
        " this data is what they are then; without it people are asked, or ruled by the stricter of the two.",
    ),
    "K055": (
        "data that is called no data",
        "Nobody is asked about a word of `no_data`, and no answer rests on it. This one is a name of data: of the policy's own,"
        " which wins, or of a kind of the catalog that most houses guard. Delete it, write what of it is meant, or accept the"
        " warning in policy.yaml.",
    ),
    "K056": (
        "class for doubt that is allowed",
        "`in_doubt` says as which class data counts that nobody could read. It only ever makes an answer stricter, so that where"
        " a tool may take the class freely it does nothing, and people are asked what the data is.",
    ),
    "K057": (
        "class that nothing defines",
        "Rules speak of a class, and no file says what belongs to it: no examples, no kinds of the catalog, no data types. Only"
        " who says its very name is answered by those rules. `mayi confirm` asks what belongs to it.",
    ),
    "K058": (
        "unknown demand",
        "Evidence stands below the id of what it shows: `risk_assessment`, `dpa` and so on. docs/governance.md lists the shipped"
        " ones; governance.yaml may add your own below `demands`.",
    ),
    "K059": (
        "evidence that nothing demands",
        "No demand of this name is for these tools, so nobody ever looks for it: often the wrong tool, or another name is meant.",
    ),
    "K060": (
        "repository not reached",
        "The branch of MAYI_KNOWLEDGE_GIT could not be fetched three times in a row. The last good policy goes on answering; look"
        " at the address, the branch, the key of the bot's user and the network. `git ls-remote URL BRANCH` says the same.",
    ),
    "K061": (
        "repository without a policy",
        "The newest commit holds no policy.yaml (below knowledge/ or at its top), or a link, a path or a size that is refused."
        " Push a commit that mends it; until then the last good one answers.",
    ),
    "K062": (
        "history rewritten",
        "Somebody pushed by force: the newest commit was not made on top of the one that answers, so perhaps nobody looked at"
        " what is in it. Push on top of what answers, or accept it with `mayi publish --accept COMMIT` where the bot runs.",
    ),
    "K070": (
        "clause not found",
        "`rests_on` names a page of terms as VENDOR/PAGE, as vendors/*.yaml has it, and with #TOPIC what of it counts:"
        " `openai/commercial-terms#training`. A change of another page or topic is then no reason to look at the rule.",
    ),
    "K071": (
        "page of terms that cannot be read",
        "Its text or declaration is missing, is no JSON or lacks the document, or one of its selectors is not understood: tags,"
        " ids, classes, attributes and the usual places among siblings are. No look could read it.",
    ),
    "K072": (
        "way out without steps",
        "A vendor's file says which tool takes over and not what is done then. Who has to do it on the day that the vendor is"
        " down, dearer or on other terms finds nothing to go by.",
    ),
    "K073": (
        "way out not rehearsed in time",
        "The day by which somebody wanted to try the way out again has gone by, or it was never tried. Rehearse it, and write the"
        " day below `rehearsed`.",
    ),
    "K080": (
        "answer that cannot be written",
        "The question was answered meanwhile, or the files say something else than when it was asked. `mayi confirm` lists"
        " what is open now.",
    ),
    "K081": (
        "field without effect",
        "An earlier version read the field and this one does not. Take it out; what stands in it changes no answer.",
    ),
}
"""Code -> short name, explanation."""
